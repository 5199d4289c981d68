package dev.gatehouse.server.trail;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.audit.retain.Answered;
import dev.gatehouse.audit.retain.Floor;
import dev.gatehouse.audit.retain.Lowering;
import dev.gatehouse.audit.retain.Lowering.Signer;
import dev.gatehouse.audit.retain.Lowerings;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.policy.approval.Decider;
import dev.gatehouse.server.trail.RetentionViews.KeptView;
import dev.gatehouse.server.trail.RetentionViews.LoweringOrder;
import dev.gatehouse.server.trail.RetentionViews.LoweringView;
import dev.gatehouse.server.trail.RetentionViews.RetentionView;
import dev.gatehouse.server.trail.RetentionViews.WithdrawOrder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** The part of the admin API about how long records are kept: everybody may make it longer in a file, two owners shorter. */
public final class RetentionRoutes {
    public static final String PATH = "/audit/retention";
    /** As short as a configuration may say. */
    private static final int DAYS_MIN = 30;

    private final Lowerings lowerings;
    private final Supplier<KeepTimes> configured;

    /** @param configured what the configuration in force says */
    public RetentionRoutes(Lowerings lowerings, Supplier<KeepTimes> configured) {
        this.lowerings = lowerings;
        this.configured = configured;
    }

    public List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, PATH, Reach.OVERSEERS, "Shows how long records are kept, and who asked for less.")
                        .answers(RetentionView.class)
                        .by(_ -> show()),
                route(Method.POST, PATH + "/lowerings", Reach.OWNERS, "Asks that records are kept for fewer days.")
                        .answers(201, LoweringView.class)
                        .by(LoweringOrder.class, this::ask),
                route(
                                Method.POST,
                                PATH + "/lowerings/{id}/confirm",
                                Reach.OWNERS,
                                "Confirms what another owner asked for.")
                        .answers(LoweringView.class)
                        .by(this::confirm),
                route(Method.POST, PATH + "/lowerings/{id}/withdraw", Reach.OWNERS, "Takes it back.")
                        .answers(LoweringView.class)
                        .by(WithdrawOrder.class, this::withdraw));
    }

    /** The floors of an answer of this route; 0 where it says nothing. */
    public static ToIntFunction<Optional<BundleName>> floors(Json answer) {
        Map<String, Integer> floors = new HashMap<>();
        for (Json kept : answer.member("kept").map(Json::elements).orElse(List.of())) {
            kept.member("atLeast")
                    .ifPresent(days -> floors.put(
                            kept.text("bundle").orElse(""), (int) days.integer().orElse(0)));
        }
        return bundle -> floors.getOrDefault(bundle.map(BundleName::value).orElse(""), 0);
    }

    private Answer show() throws SQLException {
        Map<Optional<BundleName>, Floor> floors = new LinkedHashMap<>();
        lowerings.floors().forEach(floor -> floors.put(floor.bundle(), floor));
        Map<Optional<BundleName>, Integer> times = configured.get().days();
        TreeSet<Optional<BundleName>> all = new TreeSet<>(
                Comparator.comparing(bundle -> bundle.map(BundleName::value).orElse("")));
        all.addAll(floors.keySet());
        all.addAll(times.keySet());
        List<KeptView> kept = new ArrayList<>();
        for (Optional<BundleName> bundle : all) {
            Optional<Floor> floor = Optional.ofNullable(floors.get(bundle));
            Optional<Integer> days = Optional.ofNullable(times.get(bundle));
            kept.add(new KeptView(
                    bundle.map(BundleName::value),
                    Math.max(floor.map(Floor::days).orElse(0), days.orElse(0)),
                    days,
                    floor.map(Floor::days),
                    floor.map(Floor::since),
                    floor.map(Floor::setBy)));
        }
        return AdminRoute.ok(new RetentionView(
                kept, lowerings.all().stream().map(LoweringView::of).toList()));
    }

    private Answer ask(Asked asked, LoweringOrder order) throws SQLException, AuditUnavailableException {
        if (!order.bundle().map(Names::isSlug).orElse(true)) {
            return Problem.malformed("/bundle", "expected the name of a bundle").answer();
        }
        if (order.days() < DAYS_MIN) {
            return Problem.malformed("/days", "expected " + DAYS_MIN + " days or more")
                    .answer();
        }
        Optional<BundleName> bundle = order.bundle().map(BundleName::new);
        int wanted = configured.get().days().getOrDefault(bundle, 0);
        if (order.days() < wanted) {
            return Problem.conflict(
                            KeepTimes.place(bundle) + " is " + wanted + "d",
                            "Set it to " + order.days()
                                    + "d first: records are kept as before until another owner confirms")
                    .answer();
        }
        return switch (lowerings.ask(signer(asked.by()), bundle, order.days(), order.reason())) {
            case Answered.Done(Lowering lowering) -> AdminRoute.json(201, LoweringView.of(lowering));
            case Answered.NotFewer(int days) ->
                Problem.conflict(
                                "records of " + Floor.told(bundle) + " are kept for " + days + " days at least",
                                "More days need no more than the configuration")
                        .answer();
            case Answered other -> refusal(other, "nothing is known of such a bundle");
        };
    }

    private Answer confirm(Asked asked) throws SQLException, AuditUnavailableException {
        return answer(lowerings.confirm(signer(asked.by()), asked.variable("id")));
    }

    private Answer withdraw(Asked asked, WithdrawOrder order) throws SQLException, AuditUnavailableException {
        return answer(lowerings.withdraw(signer(asked.by()), asked.variable("id"), order.reason()));
    }

    private static Answer answer(Answered answered) {
        return answered instanceof Answered.Done(Lowering lowering)
                ? AdminRoute.ok(LoweringView.of(lowering))
                : refusal(answered, "nobody asked for that");
    }

    private static Answer refusal(Answered answered, String unknown) {
        return switch (answered) {
            case Answered.SamePerson() ->
                Problem.forbidden("you asked for it yourself", "Another owner has to confirm it")
                        .answer();
            case Answered.Over(Lowering lowering) ->
                Problem.conflict(over(lowering), "Ask again, if it is still wanted")
                        .answer();
            default ->
                Problem.notFound(unknown)
                        .remedied("See gatehouse audit retention list")
                        .answer();
        };
    }

    private static String over(Lowering lowering) {
        String by = lowering.ending().map(end -> " by " + end.by().label()).orElse("");
        return switch (lowering.state()) {
            case OPEN -> "it is open";
            case CONFIRMED -> "it was confirmed already" + by;
            case WITHDRAWN -> "it was withdrawn" + by;
            case EXPIRED -> "nobody confirmed it before " + lowering.expiresAt();
            case OVERTAKEN ->
                "records of " + Floor.told(lowering.bundle()) + " are not kept for " + lowering.fromDays()
                        + " days any more";
        };
    }

    /** Whoever has the machine is one person, whoever it is. */
    private static Signer signer(Administrator by) {
        return new Signer(by.person().map(person -> person.id().toString()).orElse(Decider.MACHINE), by.actor());
    }
}
