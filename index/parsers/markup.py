"""XML inside documents: no entities, no network, no document type."""

from typing import Any

from index.parsers.refusal import Refusal


def parse_xml(data: bytes, name: str) -> Any:
    """The root element.

    Args:
        data: a whole XML file.
        name: its name, for the message.

    Raises:
        Refusal: it declares a document type, the way of entity bombs and of files drawn from elsewhere, or is broken.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "huge_tree" in str(error) or "XML_PARSE_HUGE" in str(error) or "amplification" in str(error):
            raise Refusal("unsafe", f"{name} is XML made to grow or nest without end; nothing was read") from error
        raise Refusal("damaged", f"{name} is not well-formed XML ({error}); open the file and save it anew") from error
    if root.getroottree().docinfo.doctype:
        raise Refusal("unsafe", f"{name} declares a document type, the way of entity bombs; nothing was read, nothing was fetched")
    return root
