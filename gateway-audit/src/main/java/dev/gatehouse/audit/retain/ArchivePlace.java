package dev.gatehouse.audit.retain;

import java.io.IOException;
import java.io.OutputStream;

/** Where archives are kept. */
public interface ArchivePlace {
    /**
     * Begins a file.
     *
     * @param name with slashes between folders; one that is there is replaced once this one is whole
     */
    Draft begin(String name) throws IOException;

    /** A file in the making. Closed before it is kept, nothing of it stays. */
    interface Draft extends AutoCloseable {
        OutputStream out();

        /** The place has all of it and will when this returns; says where, for people. */
        String keep() throws IOException;

        @Override
        void close() throws IOException;
    }
}
