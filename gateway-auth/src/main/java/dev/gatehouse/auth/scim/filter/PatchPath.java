package dev.gatehouse.auth.scim.filter;

import java.util.Optional;

/**
 * What a PATCH operation is about (RFC 7644 §3.5.2).
 *
 * @param element which elements of a multi-valued attribute; empty: the attribute itself
 * @param sub the attribute within those elements
 */
public record PatchPath(AttributePath attribute, Optional<Filter> element, Optional<String> sub) {

    /** @throws ScimRefusal {@code invalidPath}, or {@code invalidFilter} for what stands in brackets */
    public static PatchPath parse(String text) throws ScimRefusal {
        return new FilterParser(text).patchPath();
    }
}
