package dev.gatehouse.testkit.oidc;

/** What a provider can do wrong. */
public enum IdpFault {
    NONE,
    /** Every answer is 503. */
    DOWN,
    /** The token endpoint says nothing for longer than anybody waits. */
    SLOW,
    /** Discovery names another issuer. */
    OTHER_DISCOVERY,
    /** Discovery leads to another origin for the keys, which is inside. */
    KEYS_ELSEWHERE,
    /** Discovery leads to another origin for tokens, which is inside. */
    TOKENS_ELSEWHERE,
    OTHER_ISSUER,
    OTHER_AUDIENCE,
    /** Two audiences, and no word on which of them asked. */
    NO_AUTHORIZED_PARTY,
    OTHER_AUTHORIZED_PARTY,
    OTHER_NONCE,
    NO_NONCE,
    EXPIRED,
    ISSUED_LONG_AGO,
    /** Not signed at all. */
    ALG_NONE,
    /** Signed with the client's secret instead of a key. */
    ALG_HS256,
    /** Signed by a key that is not published. */
    FOREIGN_KEY,
    NO_ID_TOKEN,
    /** The token endpoint's answer never ends. */
    ENDLESS,
    /** Sends the browser back with an error. */
    ACCESS_DENIED,
    /** Names another issuer in the authorization response. */
    OTHER_RESPONSE_ISSUER
}
