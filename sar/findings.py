"""The messages of a schema as findings, for pages, programs and commands alike."""

from sar.errors import FieldFinding


def flatten(messages: object, path: str) -> list[FieldFinding]:
    """Turn marshmallow's nested messages into findings with dotted paths."""
    if isinstance(messages, dict):
        parts = [
            flatten(value, path if key == "_schema" else f"{path}.{key}".strip("."))
            for key, value in messages.items()
        ]
        return [finding for part in parts for finding in part]
    texts = messages if isinstance(messages, list) else [messages]
    return [FieldFinding(path or "body", *split_remedy(str(text)), rule="schema") for text in texts]


def split_remedy(text: str) -> tuple[str, str]:
    """Split ``"What is wrong. | How to mend it."`` as our schemas write it."""
    message, _, remedy = text.partition(" | ")
    return message, remedy or "Mend this field and send again."
