package dev.gatehouse.core.mcp;

/** Why a request got no result. The era and the wire decide what number and status that becomes, in one place. */
public enum FailureCode {
    /** The parameters are wrong, or name something that is unknown or hidden: both answer alike. */
    INVALID_PARAMS,
    /** Headers that repeat arguments say something else than they do. */
    HEADER_MISMATCH,
    /** There is no such resource, or it is hidden: both answer alike. Legacy clients know a code of its own for it. */
    RESOURCE_NOT_FOUND,
    /** Policy says no, where the result has no place to say it. */
    DENIED,
    /** The token lacks a scope; {@code data} has all that the request needs as {@code scopes}: 403, and a login cures it. */
    NEEDS_SCOPE,
    /** Policy says not so often, where the result has no place to say it. */
    LIMITED,
    /** The upstream gave no answer, where the result has no place to say it. */
    UPSTREAM_LOST,
    /** The request needs what its client did not declare with it; {@code data} names that. */
    MISSING_CAPABILITY,
    /** No such method for this face. */
    METHOD_NOT_FOUND,
    /** The request can be recorded nowhere, so it was refused: 503. */
    AUDIT_UNAVAILABLE,
    /** Too much is under way: 503 with a hint when to come back. */
    OVERLOADED,
    /** A bug of ours, recorded; the message says nothing of it. */
    INTERNAL
}
