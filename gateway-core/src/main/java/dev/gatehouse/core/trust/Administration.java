package dev.gatehouse.core.trust;

import dev.gatehouse.core.identity.BundleName;
import java.util.Map;

/**
 * Who administers the gateway, as the configuration says. The database may say it of others; neither takes away what the
 * other gave.
 *
 * @param resource the URL of the admin API, which is the audience of tokens for it (RFC 8707 §2)
 * @param owners may do everything
 * @param auditors see everything and change nothing
 * @param admins of a bundle
 * @param approvers of a bundle
 */
public record Administration(
        String resource,
        PeopleNamed owners,
        PeopleNamed auditors,
        Map<BundleName, PeopleNamed> admins,
        Map<BundleName, PeopleNamed> approvers) {
    /** Under which path the admin API is served. */
    public static final String PATH = "/api/v1";

    /** Nobody, and no admin API that a token could be for. */
    public static final Administration NONE =
            new Administration("about:blank", PeopleNamed.NOBODY, PeopleNamed.NOBODY, Map.of(), Map.of());

    public Administration {
        admins = Map.copyOf(admins);
        approvers = Map.copyOf(approvers);
    }
}
