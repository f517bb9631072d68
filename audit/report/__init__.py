"""The violation report 违规报告: what people confirmed in a period, for a regulator or a client.

Contents as in ../shared/spec/regulations.md, section 5, as far as the database knows them. Only
what a person confirmed counts as a violation (PIPL art. 24); what is still open is counted apart.
Debtors and numbers are masked, a clause's number is printed for mark V alone. Text is Chinese: it
is written for Chinese regulators.
"""
