"""Makes what ships under ``index/models``; nothing here is imported when a question is answered."""
