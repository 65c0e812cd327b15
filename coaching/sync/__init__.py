"""What devices send, folded into what is stored.

    shapes    what an operation must look like, in words the coach can act on
    state     the rows a batch touches, as they stand and as they will
    visits, notes, marks, talk   what each kind of operation does to them: no query, no clock
    batch     read once, fold every operation, write once (called by actions.sync in a transaction)

The SQL stands in coaching.models.sync.
"""
