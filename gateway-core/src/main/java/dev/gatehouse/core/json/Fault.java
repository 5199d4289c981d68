package dev.gatehouse.core.json;

/** Every reason the strict reader has to refuse a document. */
enum Fault {
    BYTE_ORDER_MARK("byte order mark"),
    CONTROL_CHARACTER("unescaped control character in a string"),
    DUPLICATE_KEY("duplicate key"),
    INVALID_ESCAPE("invalid escape"),
    INVALID_LITERAL("invalid literal"),
    INVALID_NUMBER("invalid number"),
    INVALID_UTF8("invalid UTF-8"),
    LONE_SURROGATE("lone surrogate"),
    TRAILING_DATA("data after the document"),
    UNEXPECTED_BYTE("unexpected byte"),
    UNEXPECTED_END("unexpected end"),
    DEPTH_LIMIT("nesting deeper than " + JsonLimits.DEPTH_MAX),
    NAME_LIMIT("member name longer than " + JsonLimits.NAME_MAX_BYTES + " bytes"),
    NUMBER_LIMIT("number longer than " + JsonLimits.NUMBER_MAX_BYTES + " bytes"),
    TOKEN_LIMIT("more than " + JsonLimits.TOKENS_MAX + " values and names");

    final String text;

    Fault(String text) {
        this.text = text;
    }

    boolean isLimit() {
        return switch (this) {
            case DEPTH_LIMIT, NAME_LIMIT, NUMBER_LIMIT, TOKEN_LIMIT -> true;
            default -> false;
        };
    }
}
