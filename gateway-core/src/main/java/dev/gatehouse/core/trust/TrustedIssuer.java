package dev.gatehouse.core.trust;

import java.util.Optional;

/**
 * Another authorization server whose tokens count here. Each use is switched on by itself: nothing is accepted because it
 * happens to verify.
 *
 * @param url its issuer identifier, compared byte for byte
 * @param jwksUri where its keys are; empty: its metadata says (RFC 8414, OpenID Connect Discovery)
 * @param provider the provider whose people its subjects are
 * @param accessTokens whether its RFC 9068 access tokens open a virtual server that they name as audience
 * @param assertions whether its ID-JAGs can be exchanged at our token endpoint (RFC 7523)
 * @param exchange whether its tokens can be exchanged for ours (RFC 8693)
 */
public record TrustedIssuer(
        String url,
        Optional<String> jwksUri,
        String provider,
        boolean accessTokens,
        boolean assertions,
        boolean exchange) {}
