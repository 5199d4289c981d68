package dev.gatehouse.core.mcp;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.json.CanonicalJson;
import dev.gatehouse.core.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One entry of an upstream's list, kept byte for byte. */
public final class Definition {
    private final Primitive kind;
    private final String name;
    private final Json json;
    /** Computed when it is first asked for; whoever computes it again gets the same. */
    private volatile @Nullable String digest;
    /** Likewise: every call over HTTP asks, and a schema is long. */
    private volatile @Nullable Repeated repeated;

    private record Repeated(Optional<ParamHeaders> headers) {}

    /**
     * @param name the upstream's own name of it: the name of a tool or a prompt, the URI of a resource, the URI template
     * @param json the whole entry as the upstream sent it
     */
    public Definition(Primitive kind, String name, Json json) {
        this.kind = kind;
        this.name = name;
        this.json = json;
    }

    public static Definition tool(String name, Json json) {
        return new Definition(Primitive.TOOL, name, json);
    }

    public Primitive kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    public Json json() {
        return json;
    }

    /** {@code annotations} of the entry, {@code {}} when absent. Hints of the upstream, unverified. */
    public Json annotations() {
        return json.member("annotations").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
    }

    /** {@code inputSchema} of the entry, {@code {}} when absent. */
    public Json inputSchema() {
        return json.member("inputSchema").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
    }

    /** The arguments that headers repeat, see {@link ParamHeaders#of}; of what is no tool, none. */
    public Optional<ParamHeaders> repeated() {
        Repeated known = repeated;
        if (known == null) {
            known = new Repeated(
                    kind == Primitive.TOOL ? ParamHeaders.of(inputSchema()) : Optional.of(ParamHeaders.NONE));
            repeated = known;
        }
        return known.headers();
    }

    /** SHA-256 of all of the entry in its canonical form, in hexadecimal: another wherever it says anything else. */
    public String digest() {
        String known = digest;
        if (known == null) {
            known = Sha256.hex(CanonicalJson.of(json).bytes());
            digest = known;
        }
        return known;
    }

    public Definition publishedAs(String publicName) {
        return publicName.equals(name)
                ? this
                : new Definition(kind, publicName, json.with(kind.key(), Json.of(publicName)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Definition same
                && kind == same.kind
                && name.equals(same.name)
                && json.equals(same.json);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * kind.hashCode() + name.hashCode()) + json.hashCode();
    }

    @Override
    public String toString() {
        return "Definition[" + kind + ", " + name + "]";
    }
}
