package dev.gatehouse.auth.scim.filter;

/** Why a SCIM request is refused, in the words of RFC 7644 §3.12. No stack trace: bad input must stay cheap to refuse. */
public final class ScimRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String detail;

    /** @param detail for the people at the other end; quotes no secret */
    public ScimRefusal(Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
        this.detail = detail;
    }

    public Kind kind() {
        return kind;
    }

    public String detail() {
        return detail;
    }

    /** A status, and the {@code scimType} where the RFC has one for it. */
    public enum Kind {
        INVALID_FILTER(400, "invalidFilter"),
        TOO_MANY(400, "tooMany"),
        UNIQUENESS(409, "uniqueness"),
        MUTABILITY(400, "mutability"),
        INVALID_SYNTAX(400, "invalidSyntax"),
        INVALID_PATH(400, "invalidPath"),
        NO_TARGET(400, "noTarget"),
        INVALID_VALUE(400, "invalidValue"),
        UNAUTHORIZED(401, ""),
        FORBIDDEN(403, ""),
        NOT_FOUND(404, ""),
        TOO_LARGE(413, ""),
        UNSUPPORTED_MEDIA_TYPE(415, ""),
        TOO_MANY_ATTEMPTS(429, ""),
        UNAVAILABLE(503, ""),
        FULL(507, "");

        public final int status;
        public final String scimType;

        Kind(int status, String scimType) {
            this.status = status;
            this.scimType = scimType;
        }
    }
}
