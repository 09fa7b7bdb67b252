"""Understanding of free text: rules, gazetteer and the embedded statistical model."""

import os

# Products of this size gain nothing from a second thread, and waiting for one cost up to 20 ms a line
# on two busy cores. NumPy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
