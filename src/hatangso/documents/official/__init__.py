"""Nouns of official documents in the form of Decree 30/2020/NĐ-CP on clerical work.

What a document says is one `OfficialDocument`. ``documents/word``, ``documents/pdf``
and ``documents/workbook`` write it down; ``documents/kinds`` make it of facts.
"""
