package dev.gatehouse.auth.grant;

import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.identity.BundleName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * That a client may act for a person at one virtual server.
 *
 * @param id the {@code sid} of every access token that rests on it
 * @param consent what the person saw and can take back
 * @param redirectUri where the code was sent
 * @param resource the URL of the virtual server, which becomes the audience
 * @param bundle the one that the person chose; empty where there was no choice
 * @param endsAt no refresh goes beyond that
 */
public record Agreement(
        UUID id,
        UUID consent,
        PersonId person,
        String clientId,
        String redirectUri,
        String resource,
        Optional<BundleName> bundle,
        List<String> scopes,
        Instant createdAt,
        Instant endsAt) {
    /** The scope that stands for a refresh token (OpenID Connect Core 1.0 §11). */
    public static final String OFFLINE_ACCESS = "offline_access";

    public Agreement {
        scopes = List.copyOf(scopes);
    }
}
