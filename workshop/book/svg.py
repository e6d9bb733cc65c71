"""What the pictures that are drawn from data have in common: their size, a ground of their own, light and dark."""

from html import escape

WIDTH, MARGIN, SCALE = 360, 10, 1.6
"""Units of a picture, which a phone shows as they are; elsewhere it is larger by this scale."""

LETTER = 5.3
"""Units that a letter in a bar takes at most, about."""

LIGHT = """
svg { font: 11px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
.paper { fill: #ffffff; } text { fill: #1f2328; } .head { font-weight: 600; } .dim { fill: #59636e; } .in { font-size: 10px; }
"""


def document(title: str, description: str, style: str, lines: list[str], height: float) -> str:
    """The lines as a picture, on a ground of its own: the book's theme is chosen by hand, and a picture does not learn of it."""
    size = f'viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH * SCALE:g}" height="{height * SCALE:g}"'
    head = f"<title>{escape(title)}</title>", f"<desc>{escape(description)}</desc>"
    paper = f'<rect class="paper" width="{WIDTH}" height="{height:g}" rx="6"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    return "\n".join([svg, *head, f"<style>{style}</style>", paper, *lines, "</svg>", ""])


def label(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    """Words at a place, as SVG."""
    anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:g}" class="{kind}"{anchored}>{escape(words)}</text>'
