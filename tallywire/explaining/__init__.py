"""Why a wire was read as it was: what to show (`shown.py`), as terminal text (`text.py`) and as a page (`page.py`)."""
