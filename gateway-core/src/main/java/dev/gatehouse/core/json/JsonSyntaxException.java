package dev.gatehouse.core.json;

/**
 * The strict reader refuses a document. The message names the reason and the place and never quotes the document, so it
 * is safe to log and to send. It carries no stack trace: hostile input must stay cheap to refuse.
 */
public final class JsonSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final int offset;

    JsonSyntaxException(Fault fault, int offset) {
        super(fault.text + " at byte " + offset, null, false, false);
        this.fault = fault;
        this.offset = offset;
    }

    /** Why, in a few words out of a fixed list; fit for a metric label. */
    public String reason() {
        return fault.text;
    }

    /** Where, in bytes from the start of the document. */
    public int offset() {
        return offset;
    }

    /** True when the document was refused for exceeding one of {@link JsonLimits}, not for breaking the grammar. */
    public boolean isLimit() {
        return fault.isLimit();
    }

    Fault fault() {
        return fault;
    }
}
