"""The book in `docs/`: what is put into its pages from the sources, how it is built, and what is checked of it.

The pages are plain markdown and read well as they are. In a page, an HTML comment alone on its line stands for something that comes from the
source; `sections.py` knows them. `preprocessor.py` puts it there when mdbook builds the book, `learners.py` leaves it out of a workbook's pages.
"""
