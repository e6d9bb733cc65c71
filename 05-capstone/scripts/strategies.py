"""What hypothesis draws from: texts that ports stumble over, and people so alike that they are compared."""

from hypothesis import strategies as st

LETTERS = "aeinorst AEST'-.0129éß\u0131\u0130\u017fςΣﬁÅ½²李\u0301\u0903\u200d\u00a0\U0001f980\ud800"
"""A few of each kind: texts of few letters have much in common, which random ones never have."""

texts = st.text(LETTERS, max_size=12) | st.text(st.characters(), max_size=6)

names = st.sampled_from(["", "anne", "ann", "Anne", "weiss", "Weiß", "O'Brien", "o brien"]) | texts

dates = st.sampled_from(["", "19620318", "19621803", "18620319", "1962031", "李"]) | texts

people = st.tuples(
    names,  # given_name
    names,  # surname
    st.sampled_from(["", "1", "12", "21"]),
    texts,  # address_1
    texts,  # address_2
    names,  # suburb
    st.sampled_from(["", "3121", "3112", "3101"]),
    st.sampled_from(["", "vic", "VIC", "nsw"]),
    dates,
)
"""The fields of a customer, without the id."""

directories = st.lists(people, max_size=8).map(lambda rows: [(str(row), *fields) for row, fields in enumerate(rows)])
"""The fields of several customers, ids included."""
