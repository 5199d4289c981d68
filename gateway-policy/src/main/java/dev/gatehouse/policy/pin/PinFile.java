package dev.gatehouse.policy.pin;

import java.io.IOException;
import java.util.Optional;

/** Where the pins outlive this process while the database is away. Only what was written there is ever read. */
public interface PinFile {
    /** Where a gateway cannot start without its database. */
    PinFile NONE = new PinFile() {
        @Override
        public Optional<byte[]> read() {
            return Optional.empty();
        }

        @Override
        public void write(byte[] copy) {}
    };

    /** Empty when there is none, or none that can be trusted. */
    Optional<byte[]> read() throws IOException;

    void write(byte[] copy) throws IOException;
}
