package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.retain.FloorFile;
import dev.gatehouse.auth.keys.SealedFile;
import dev.gatehouse.policy.pin.PinFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** A local copy of what the database says: only what this gateway's master key sealed is believed. */
record SealedCopy(SealedFile file) implements PinFile, FloorFile {

    @Override
    public Optional<byte[]> read() throws IOException {
        try {
            return file.read();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public void write(byte[] copy) throws IOException {
        file.write(copy);
    }
}
