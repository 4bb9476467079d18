"""What OpenAPI cannot say of the service."""

import schemathesis


@schemathesis.hook
def filter_case(context, case):
    """With `format=ndjson` a body is read line by line whatever its type says, and each line is answered by itself; so what
    the description says of whole JSON bodies does not hold for it. Lines have a content type of their own, which is tried."""
    return (case.query or {}).get("format") != "ndjson" or case.media_type != "application/json"
