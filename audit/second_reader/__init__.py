"""The second reader 第二审读: a chat model of the owner's, asked about doubtful turns only.

Off unless the owner names an address. It is shown masked turns and one rule, and can say nothing
but yes, no or unsure with verbatim quotes; whatever else comes leaves the judgment doubtful.
"""
