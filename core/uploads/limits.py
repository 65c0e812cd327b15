"""How large a file may be, and what the process that reads it may use. No Django here: the child
process reads this too."""

MEGABYTE = 1024 * 1024
MOST_BYTES = 15 * MEGABYTE
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 30_000  # pixels, before scaling
KEPT_SIDE = 2560  # pixels: the longest side of what is kept
QUALITY = 85
MOST_PAGES = 50
MOST_DRAWN = 200 * MEGABYTE  # what the streams of a PDF may hold once unpacked
CPU_SECONDS = 20
WALL_SECONDS = 30
MEMORY = 1024 * MEGABYTE
WRITTEN = 32 * MEGABYTE
OPEN_FILES = 64
AT_ONCE = 2  # children of one web process
WAIT_SECONDS = 5  # for a turn; a page must not wait long
