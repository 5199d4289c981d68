package dev.gatehouse.policy.catalog;

import dev.gatehouse.core.mcp.UpstreamId;

/** A listing could not be kept or brought back. */
public final class CatalogStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CatalogStoreException(String verb, UpstreamId upstream, Throwable cause) {
        super("cannot " + verb + " the listing of upstream " + upstream, cause);
    }
}
