package dev.gatehouse.server.explain;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.upstream.Catalog;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.policy.PolicyConfig;
import dev.gatehouse.server.config.policy.RuleConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tools and prompts that rules name and that no virtual server has where the rule applies: a rule about a misspelt tool
 * protects nothing. What an upstream offers is known only while it runs, so this is a warning. A name with {@code *} or
 * {@code ?} may well be meant for what comes, unless no name there can begin so.
 */
public final class UnknownNames {
    private static final int TOLD_MAX = 50;

    private final GatehouseConfig config;
    private final Revision revision;
    private final Catalog catalog;

    /** @param catalog what upstreams offer; of an upstream that it has not seen, nothing is missed */
    public UnknownNames(GatehouseConfig config, Revision revision, Catalog catalog) {
        this.config = config;
        this.revision = revision;
        this.catalog = catalog;
    }

    /** One line for each, the first 50. */
    public List<String> told() {
        Set<String> lines = new TreeSet<>();
        config.policies()
                .forEach((name, policy) -> PolicyScope.of(name, config, revision)
                        .ifPresent(scope -> of(name, policy, scope).forEach(lines::add)));
        return lines.stream().limit(TOLD_MAX).toList();
    }

    private Stream<String> of(String name, PolicyConfig policy, PolicyScope scope) {
        return IntStream.range(0, policy.rules().size())
                .boxed()
                .flatMap(i -> of(policy.rules().get(i), scope)
                        .map(problem -> "policies." + name + "[" + i + "]: " + problem));
    }

    private Stream<String> of(RuleConfig rule, PolicyScope scope) {
        Stream<Glob> tools = Stream.of(rule.tools(), rule.only()).flatMap(UnknownNames::all);
        return Stream.concat(of(tools, Primitive.TOOL, scope), of(all(rule.prompts()), Primitive.PROMPT, scope));
    }

    private static Stream<Glob> all(Optional<List<Glob>> globs) {
        return globs.stream().flatMap(List::stream);
    }

    private Stream<String> of(Stream<Glob> globs, Primitive kind, PolicyScope scope) {
        Optional<Set<String>> known = scope.names(kind, catalog);
        return globs.map(Glob::pattern)
                .flatMap(pattern ->
                        scope
                                .impossible(kind, pattern)
                                .or(() -> known.flatMap(names -> unknown(kind, pattern, names)))
                                .stream());
    }

    private static Optional<String> unknown(Primitive kind, String pattern, Set<String> names) {
        return PolicyScope.fixed(pattern).length() < pattern.length() || names.contains(pattern)
                ? Optional.empty()
                : Optional.of(
                        "there is no " + PolicyScope.word(kind) + " `" + pattern + "`" + Nearest.hint(pattern, names));
    }
}
