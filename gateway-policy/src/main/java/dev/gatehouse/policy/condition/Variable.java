package dev.gatehouse.policy.condition;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.policy.condition.Condition.Moment;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything a condition can read. Names with dots are whole names, so that a misspelt one is found when the file is read. */
@SuppressWarnings("ImmutableEnumChecker") // the readers are lambdas that hold nothing
enum Variable {
    PRINCIPAL_KIND("principal.kind", c -> lower(c.principal().kind())),
    PRINCIPAL_SUBJECT("principal.subject", c -> c.principal().subject()),
    PRINCIPAL_NAME("principal.name", c -> c.principal().label()),
    PRINCIPAL_ISSUER("principal.issuer", c -> c.principal().issuer()),
    PRINCIPAL_CLIENT_ID("principal.clientId", c -> c.principal().clientId()),
    PRINCIPAL_OWNER("principal.owner", c -> c.principal().owner().orElse("")),
    PRINCIPAL_GROUPS("principal.groups", strings(), c -> c.principal().groups()),
    PRINCIPAL_SCOPES("principal.scopes", strings(), c -> c.principal().scopes()),
    AGENT("agent", c -> c.principal().agent().map(AgentName::value).orElse("")),
    BUNDLE("bundle", c -> c.bundle().value()),
    SERVER("server", c -> c.server().value()),
    UPSTREAM("upstream", c -> c.target().upstream().value()),
    KIND("kind", c -> kind(c.target().kind())),
    TOOL_NAME("tool.name", c -> c.target().publicName()),
    TOOL_UPSTREAM_NAME("tool.upstreamName", c -> c.target().upstreamName()),
    TOOL_TITLE("tool.title", SimpleType.STRING, (_, traits) -> traits.title()),
    READ_ONLY("tool.annotations.readOnlyHint", SimpleType.BOOL, (_, traits) -> traits.readOnly()),
    DESTRUCTIVE("tool.annotations.destructiveHint", SimpleType.BOOL, (_, traits) -> traits.destructive()),
    IDEMPOTENT("tool.annotations.idempotentHint", SimpleType.BOOL, (_, traits) -> traits.idempotent()),
    OPEN_WORLD("tool.annotations.openWorldHint", SimpleType.BOOL, (_, traits) -> traits.openWorld()),
    ARGUMENTS("arguments", Moment.CALL, json(), c -> CelJson.value(c.arguments())),
    NOW("now", Moment.CALL, SimpleType.TIMESTAMP, Circumstances::now),
    RESULT("result", Moment.RESULT, json(), c -> CelJson.value(c.result()));

    private static final Map<String, Variable> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Variable::written, variable -> variable));
    private static final TraitsCache TRAITS = new TraitsCache();

    private final String written;
    private final Moment moment;
    private final CelType type;
    private final BiFunction<Circumstances, TraitsCache, Object> reader;

    Variable(String written, Function<Circumstances, Object> reader) {
        this(written, SimpleType.STRING, reader);
    }

    Variable(String written, CelType type, Function<Circumstances, Object> reader) {
        this(written, Moment.LIST, type, reader);
    }

    Variable(String written, Moment moment, CelType type, Function<Circumstances, Object> reader) {
        this.written = written;
        this.moment = moment;
        this.type = type;
        this.reader = (circumstances, _) -> reader.apply(circumstances);
    }

    Variable(String written, CelType type, BiFunction<Circumstances, Traits, Object> reader) {
        this.written = written;
        this.moment = Moment.LIST;
        this.type = type;
        this.reader = (circumstances, traits) -> reader.apply(circumstances, traits.of(circumstances.definition()));
    }

    /** The variable of this name, or null: asked for every one that a condition reads. */
    static @Nullable Variable named(String name) {
        return BY_NAME.get(name);
    }

    String written() {
        return written;
    }

    Moment moment() {
        return moment;
    }

    CelType type() {
        return type;
    }

    Object read(Circumstances circumstances) {
        return reader.apply(circumstances, TRAITS);
    }

    private static CelType strings() {
        return ListType.create(SimpleType.STRING);
    }

    private static CelType json() {
        return MapType.create(SimpleType.STRING, SimpleType.DYN);
    }

    private static String kind(Primitive kind) {
        return kind == Primitive.TEMPLATE ? "resource" : lower(kind);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
