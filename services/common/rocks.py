"""The memory of RocksDB's stores: one worker's share it, however many tables and partitions it has.

By Faust's defaults each store may take 2 GiB for blocks and three buffers of 64 MiB for what is not yet in files. And
rocksdict 0.3.29 opens files that exist with the options they were made with, but without the block cache and the Bloom
filter of them (measured: `filter_policy: nullptr`, a cache of 8 MiB), unless the column family is named.
"""

from functools import cache
from pathlib import Path

from faust.stores.rocksdb import RocksDBOptions
from rocksdict import AccessType, BlockBasedOptions, Cache, DBCompressionType, Options, Rdict, WriteBufferManager

MEBIBYTE = 1024 * 1024
SHARED_BYTES = 192 * MEBIBYTE
"""For blocks that were read, and for what is not yet in files, of all stores."""
UNWRITTEN_BYTES = 64 * MEBIBYTE
"""Of it: when so much is not yet in files, it is written to some."""
BUFFER_BYTES = 8 * MEBIBYTE
"""The same, of one store."""
MOST_FILES = 40
"""Open at a time, of one store: a worker has some twenty of them, and often no more than 1,024 files."""
BLOOM_BITS = 10
"""A key that is not there is found out without reading a block, but for one in a hundred."""


class SharedMemory(RocksDBOptions):
    """How a store's files are opened, new ones and old ones alike."""

    def open(self, path: Path, *, read_only: bool = False) -> Rdict:  # noqa: ARG002  # one process has them, by a lock
        """The files."""
        options = _options()
        return Rdict(
            str(path), options=options, column_families={"default": options}, access_type=AccessType.read_write()
        )


def _options() -> Options:
    blocks, buffers = _shared()
    table = BlockBasedOptions()
    table.set_bloom_filter(BLOOM_BITS, block_based=False)
    table.set_block_cache(blocks)
    table.set_cache_index_and_filter_blocks(True)
    options = Options(raw_mode=True)
    options.create_if_missing(True)
    options.set_block_based_table_factory(table)
    options.set_write_buffer_manager(buffers)
    options.set_write_buffer_size(BUFFER_BYTES)
    options.set_compression_type(DBCompressionType.lz4())
    options.set_max_open_files(MOST_FILES)
    options.set_keep_log_file_num(2)
    return options


@cache
def _shared() -> tuple[Cache, WriteBufferManager]:
    """One for the process."""
    blocks = Cache(SHARED_BYTES)
    return blocks, WriteBufferManager.new_write_buffer_manager_with_cache(UNWRITTEN_BYTES, False, blocks)
