package dev.gatehouse.audit.search;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What records can be searched by, besides their time. A record that lacks it is not found by it. */
public enum Field {
    TYPE("type", "The kind of event: call_attempted, administered.", "type = ?"),
    /** The agent is the subject of its calls; the column that is indexed is asked too. */
    AGENT("agent", "The agent that called.", "subject = ? AND agent = ?"),
    SUBJECT("subject", "Who called, whether agent or person, or who administered.", "subject = ?"),
    OWNER("owner", "Who answers for the agent.", "owner = ?"),
    BUNDLE("bundle", "The governing bundle.", "bundle = ?"),
    SERVER("server", "The virtual server.", "virtual_server = ?"),
    UPSTREAM("upstream", "The upstream.", "upstream = ?"),
    TOOL("tool", "The tool, prompt or resource, as the client named it.", "tool = ?"),
    UPSTREAM_TOOL("upstreamTool", "The same, as the upstream names it.", "upstream_tool = ?"),
    METHOD("method", "The method: tools/call.", "method = ?"),
    DECISION("decision", "What was decided: allowed, rejected, or why it was refused.", "decision = ?"),
    OUTCOME("outcome", "How it ended: ok, tool_error, refused, abandoned.", "outcome = ?"),
    CALL("call", "The call.", "call_id = ?"),
    TRACE(
            "trace",
            "The trace id of the caller's trace context, 32 hexadecimal digits.",
            "substr(trace_parent, 4, 32) = ?"),
    SESSION("session", "The session of a legacy client: the id in the record, not the one it sends.", "session = ?"),
    PEER("peer", "The address it came from.", "peer = ?"),
    GATEWAY("gateway", "The id of the gateway that recorded it.", "gateway_id = ?"),
    /** Asks the payload: whoever may not read that may not ask for it. */
    TEXT(
            "text",
            "Words of the kept payload: all of them, \"a phrase\", or, -not. For those who read payloads.",
            "payload IS NOT NULL AND audit.payload_words(payload) @@ websearch_to_tsquery('simple', ?)");

    /** No column holds more (characters). */
    public static final int VALUE_CHARS_MAX = 2_048;

    private final String label;
    private final String about;
    private final String condition;

    Field(String label, String about, String condition) {
        this.label = label;
        this.about = about;
        this.condition = condition;
    }

    /** As the admin API and the command line call it. */
    public String label() {
        return label;
    }

    /** One sentence. */
    public String about() {
        return about;
    }

    public static Optional<Field> ofLabel(String label) {
        return Stream.of(values()).filter(field -> field.label.equals(label)).findFirst();
    }

    /** In SQL, with a mark for each place of the value. */
    String condition() {
        return condition;
    }

    /** The same for any of several values, which stand for each mark together. */
    String anyCondition() {
        return condition.replace("= ?", "= ANY (?::text[])");
    }

    /** The value for each mark. */
    <T> List<T> arguments(T value) {
        long marks = condition.chars().filter(c -> c == '?').count();
        return Collections.nCopies((int) marks, value);
    }
}
