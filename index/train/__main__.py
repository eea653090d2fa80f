"""``python -m index.train``: what `script/train-encoder` starts."""

import sys

from index.train.command import main

sys.exit(main())
