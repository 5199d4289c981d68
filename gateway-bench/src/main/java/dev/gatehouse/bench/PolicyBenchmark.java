package dev.gatehouse.bench;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.policy.condition.Conditions;
import dev.gatehouse.policy.condition.Conditions.Compiled;
import dev.gatehouse.policy.count.Actors;
import dev.gatehouse.policy.count.CountedBy;
import dev.gatehouse.policy.count.Counting;
import dev.gatehouse.policy.count.Refusals;
import dev.gatehouse.policy.limit.LimitId;
import dev.gatehouse.policy.limit.Limits;
import dev.gatehouse.policy.limit.Rate;
import dev.gatehouse.policy.rules.Denial;
import dev.gatehouse.policy.rules.SelectedStage;
import dev.gatehouse.policy.rules.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/**
 * What the whole pipeline costs a call: 20 rules, three of them with a condition, and two limits; and parts of it. {@code
 * ./dev bench-policy} runs it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class PolicyBenchmark {
    private static final int NAMED_RULES = 17;
    private static final BundleName BUNDLE = new BundleName("team");
    private static final List<String> CONDITIONS = List.of(
            "tool.annotations.destructiveHint && !('okta/sre' in principal.groups)",
            "has(arguments.path) && !arguments.path.startsWith('/srv/share/')",
            "agent == 'intern' && arguments.title.size() > 100");

    /** What is asked. */
    @Param({"nothing", "names", "conditions", "limits", "all"})
    public String rules = "all";

    private PolicyPipeline pipeline = new PolicyPipeline(List.of(), List.of());
    private CallFacts facts = facts();
    private Operation call = call();

    /** Prints JMH's table. */
    public static void main(String[] args) throws RunnerException {
        Jmh.run(PolicyBenchmark.class);
    }

    /** Builds the pipeline that is asked for. */
    @Setup
    public void compile() {
        pipeline = switch (rules) {
            case "nothing" -> new PolicyPipeline(List.of(), List.of());
            case "names" -> new PolicyPipeline(named(), List.of());
            case "conditions" -> new PolicyPipeline(conditional(), List.of());
            case "limits" -> new PolicyPipeline(List.of(), limits());
            case "all" -> new PolicyPipeline(all(), limits());
            default -> throw new IllegalArgumentException(rules);
        };
    }

    /** Judges one call and gives back what it reserved. */
    @Benchmark
    public void judge() {
        Judging.once(pipeline, facts, call);
    }

    private static List<ChargingStage> limits() {
        Limits limits = new Limits(Clocks.SYSTEM, Refusals.UNSEEN);
        Rate rate = new Rate(Rate.Of.CALLS, 1_000_000, Duration.ofMillis(1), 1_000_000);
        return List.of(
                limits.rate(new StageId("r"), new LimitId(BUNDLE, "r"), rate, by(CountedBy.PRINCIPAL)),
                limits.concurrency(new StageId("c"), new LimitId(BUNDLE, "c"), 8, by(CountedBy.AGENT)));
    }

    private static Counting by(CountedBy key) {
        return new Counting(key, List.of(), Actors.THEMSELVES);
    }

    private static List<PolicyStage> all() {
        List<PolicyStage> all = new ArrayList<>(named());
        all.addAll(conditional());
        return all;
    }

    private static List<PolicyStage> named() {
        List<PolicyStage> rules = new ArrayList<>();
        for (int i = 0; i < NAMED_RULES; i++) {
            List<Glob> tools = List.of(new Glob("gh_delete_" + i + "_*"), new Glob("*_secret" + i + "*"));
            Selection selection = Selection.named(Optional.of(tools), Optional.empty(), Optional.empty());
            rules.add(new SelectedStage(new Denial(new StageId("named[" + i + "]"), "No."), selection));
        }
        return rules;
    }

    private static List<PolicyStage> conditional() {
        List<PolicyStage> rules = new ArrayList<>();
        for (String text : CONDITIONS) {
            if (Conditions.compile(text) instanceof Compiled.Usable(var condition)) {
                StageId id = new StageId("when[" + rules.size() + "]");
                rules.add(new SelectedStage(new Denial(id, "No."), Selection.ALL.when(condition)));
            } else {
                throw new IllegalStateException(text);
            }
        }
        return rules;
    }

    private static Operation call() {
        return Operation.of(
                Operation.Verb.CALL,
                new Target(Primitive.TOOL, "gh_create_issue", new UpstreamId("gh"), "create_issue"),
                read("{\"repo\":\"a/b\",\"title\":\"Something broke\",\"body\":\"" + "x".repeat(300)
                        + "\",\"path\":\"/srv/share/a.txt\"}"),
                RequestMeta.of(ProtocolVersion.LATEST));
    }

    private static CallFacts facts() {
        Principal person = new Principal(
                Principal.Kind.USER,
                "https://okta.example",
                "u1",
                "ide",
                Set.of("okta/sre", "okta/eng"),
                Set.of("execute:tools"),
                Instant.MAX);
        Json definition = read("{\"name\":\"create_issue\",\"description\":\"" + "d".repeat(800)
                + "\",\"annotations\":{\"destructiveHint\":true}}");
        return new CallFacts(
                new CallId("call"),
                0,
                BUNDLE,
                new ServerName("team"),
                Definition.tool("create_issue", definition),
                person,
                Instant.now(),
                new Deadline(0));
    }

    private static Json read(String text) {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
