package dev.gatehouse.audit.retain;

import java.io.IOException;
import java.util.Optional;

/** Where the floors outlive this process, for what is recorded before the database can be asked. */
public interface FloorFile {
    /** Empty when there is none, or none that can be trusted. */
    Optional<byte[]> read() throws IOException;

    void write(byte[] copy) throws IOException;
}
