package dev.gatehouse.core.identity;

import java.util.Set;

/** Turns a bearer token into a principal, or says why not. A thrown exception is a bug and counts as a rejection. */
@FunctionalInterface
public interface Authenticator {

    /**
     * @param token what the client presented
     * @param audiences the resource URIs of the virtual server; the token must name one of them (RFC 8707)
     */
    Authentication authenticate(AccessToken token, Set<String> audiences);
}
