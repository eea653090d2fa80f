"""All that a person or another program touches: command line, HTTP, chat, widget."""
