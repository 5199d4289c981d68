package dev.gatehouse.auth.keys;

/** The master key is missing, unfit or not the one this database was sealed with. The start must be refused. */
public final class MasterKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    MasterKeyException(String message) {
        super(message);
    }

    /** @param what of the database cannot be opened */
    static MasterKeyException another(String what) {
        return new MasterKeyException(what + " cannot be opened with this master key. Give back the master key that its"
                + " database was last used with; no new key is made in its place.");
    }

    MasterKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
