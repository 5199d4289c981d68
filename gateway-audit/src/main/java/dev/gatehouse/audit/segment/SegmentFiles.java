package dev.gatehouse.audit.segment;

import java.io.IOException;
import java.nio.file.Path;

/** The file operations a spool is built on; the place where tests break disks. */
public interface SegmentFiles {

    /** Makes a file of zeros, its space taken and synced, readable by its owner only; leaves nothing when it fails. */
    void create(Path file, long bytes) throws IOException;

    SegmentFile open(Path file) throws IOException;

    void rename(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    /** Makes creations, renames and deletions in this directory survive power loss. */
    void syncDirectory(Path directory) throws IOException;
}
