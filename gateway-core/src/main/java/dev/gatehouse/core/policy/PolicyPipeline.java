package dev.gatehouse.core.policy;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.policy.ChargingStage.Hold;
import dev.gatehouse.core.policy.ChargingStage.Reservation;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks the kill switches and the pins, then folds the stages of one bundle, in file order. A denial ends the fold, a missing scope
 * outranks a missing approval, a stage that throws denies. Charging stages are asked after them and give back what they took when a later
 * one refuses; approvals are asked last of all, for one is used up by being used.
 */
public final class PolicyPipeline {
    /** Where a finding about an approval comes from. */
    public static final StageId APPROVAL = new StageId("approval");

    /** Where a finding about what nobody approved comes from. */
    private static final StageId PINS = new StageId("pins");

    private final PinGuard guard;
    private final List<PolicyStage> stages;
    private final List<ChargingStage> charges;
    private final Approvals approvals;

    /** One whose rules can ask nobody, for upstreams that are taken as they are. */
    public PolicyPipeline(List<PolicyStage> stages, List<ChargingStage> charges) {
        this(PinGuard.NONE, stages, charges, Approvals.NONE);
    }

    public PolicyPipeline(
            PinGuard guard, List<PolicyStage> stages, List<ChargingStage> charges, Approvals approvals) {
        this.guard = guard;
        this.stages = List.copyOf(stages);
        this.charges = List.copyOf(charges);
        this.approvals = approvals;
    }

    /** Judges the operation; the permit that may come back holds it as redacted, and that is what will be sent. */
    public Ruling judge(CallFacts facts, Operation operation, KillSwitches switches) {
        return judge(facts, operation, switches, allowed -> charge(facts, allowed, this::approve));
    }

    /**
     * Judges a later round of a call. Charges see by the round what was taken when it began, and nobody is asked again.
     *
     * @param approved what {@link Permit#approved} said when it began; a rule that wants an approval and is not among these refuses
     */
    public Ruling judgeAgain(CallFacts facts, Operation operation, KillSwitches switches, Set<StageId> approved) {
        return judge(facts, operation, switches, allowed -> charge(facts, allowed, (_, kept, holds) -> again(facts, kept, holds, approved)));
    }

    /** What every stage let through, and who has to approve it yet. */
    private record Allowed(Operation operation, List<Finding> findings, List<Approvals.Demand> demands) {}

    private Ruling judge(
            CallFacts facts, Operation operation, KillSwitches switches, Function<Allowed, Ruling> allowing) {
        Optional<KillSwitch> thrown = switches.stopping(facts, operation.target());
        if (thrown.isPresent()) {
            Finding finding = thrown.get().finding();
            return refusal(Refusal.Kind.DENIED, finding.reason(), List.of(finding));
        }
        return unapproved(facts.definition(), operation.target())
                .<Ruling>map(finding -> refusal(Refusal.Kind.DENIED, finding.reason(), List.of(finding)))
                .orElseGet(() -> fold(facts, operation, allowing));
    }

    private Optional<Finding> unapproved(Definition definition, Target target) {
        return guard.objection(target.upstream(), definition)
                .map(reason -> new Finding(PINS, new Decision.Deny(reason).word(), reason));
    }

    public PinGuard guard() {
        return guard;
    }

    private Ruling fold(CallFacts facts, Operation operation, Function<Allowed, Ruling> allowing) {
        List<Finding> findings = new ArrayList<>();
        Set<String> scopes = new TreeSet<>();
        String scopeReason = "";
        List<Approvals.Demand> demands = new ArrayList<>();
        Operation judged = operation;
        for (PolicyStage stage : stages) {
            Decision decision = ask(stage, facts, judged);
            note(findings, stage.id(), decision);
            switch (decision) {
                case Decision.Allow _, Decision.Flag _ -> {}
                case Decision.Deny deny -> {
                    return refusal(Refusal.Kind.DENIED, deny.reason(), findings);
                }
                case Decision.Redact redact -> judged = judged.withArguments(Redaction.of(judged.arguments(), redact.places()));
                case Decision.RequireScope require -> {
                    scopes.addAll(require.scopes());
                    scopeReason = require.reason();
                }
                case Decision.RequireApproval require -> demands.add(new Approvals.Demand(stage.id(), require));
            }
        }
        if (!scopes.isEmpty()) {
            return new Refusal(Refusal.Kind.NEEDS_SCOPE, scopeReason, scopes, Optional.empty(), List.copyOf(findings));
        }
        return allowing.apply(new Allowed(judged, findings, demands));
    }

    /**
     * What {@link #judge} would say, with a finding of every stage. Nothing is charged and nobody is asked: of charging
     * stages and approvals it tells that they would be.
     */
    public Explanation explain(CallFacts facts, Operation operation, KillSwitches switches) {
        Optional<KillSwitch> thrown = switches.stopping(facts, operation.target());
        if (thrown.isPresent()) {
            return Explanation.of(thrown.get().finding(), Refusal.Kind.DENIED);
        }
        Optional<Finding> unapproved = unapproved(facts.definition(), operation.target());
        if (unapproved.isPresent()) {
            return Explanation.of(unapproved.get(), Refusal.Kind.DENIED);
        }
        List<Finding> findings = new ArrayList<>();
        for (PolicyStage stage : stages) {
            Decision decision = ask(stage, facts, operation);
            findings.add(new Finding(stage.id(), decision.word(), decision.reason()));
            if (decision instanceof Decision.Deny) {
                break;
            }
        }
        return switch (fold(facts, operation, allowed -> uncharged(facts, allowed))) {
            case Permit _ -> {
                charges.forEach(charge -> findings.add(new Finding(charge.id(), "charge", "asked when it is called")));
                yield new Explanation(findings, Explanation.ALLOWED, "");
            }
            case Refusal refusal -> new Explanation(findings, refusal.word(), refusal.reason());
        };
    }

    private static Ruling uncharged(CallFacts facts, Allowed allowed) {
        return allowed.demands().isEmpty()
                ? new Permit(facts, allowed.operation(), allowed.findings(), List.of(), Set.of())
                : refusal(
                        Refusal.Kind.NEEDS_APPROVAL,
                        allowed.demands().getFirst().approval().reason(),
                        allowed.findings());
    }

    /** The stage that keeps this entry from being shown. */
    public Optional<StageId> hiding(ListFacts facts, Target target, Definition definition) {
        return unapproved(definition, target).map(_ -> PINS).or(() -> concealing(facts, target, definition));
    }

    private Optional<StageId> concealing(ListFacts facts, Target target, Definition definition) {
        for (PolicyStage stage : stages) {
            if (visibility(stage, facts, target, definition) == Visibility.HIDE) {
                return Optional.of(stage.id());
            }
        }
        return Optional.empty();
    }

    /** Whether somebody may know that it exists. What nobody approved is in no list, and whoever calls it learns why. */
    public boolean admitsTo(ListFacts facts, Target target, Definition definition) {
        return concealing(facts, target, definition).isEmpty();
    }

    /** Whether this entry may be shown: hidden as soon as one stage hides it, or while nobody approved it. */
    public boolean shows(ListFacts facts, Target target, Definition definition) {
        return hiding(facts, target, definition).isEmpty();
    }

    /** What becomes of a call that everything was taken for. */
    @FunctionalInterface
    private interface Approving {
        Ruling approve(CallFacts facts, Allowed allowed, List<Hold> holds);
    }

    private static Ruling again(CallFacts facts, Allowed allowed, List<Hold> holds, Set<StageId> approved) {
        Optional<Approvals.Demand> unmet = allowed.demands().stream()
                .filter(demand -> !approved.contains(demand.rule()))
                .findFirst();
        if (unmet.isEmpty()) {
            return new Permit(facts, allowed.operation(), allowed.findings(), holds, approved);
        }
        Holds.settle(holds, Settlement.NOT_SENT);
        return refusal(Refusal.Kind.NEEDS_APPROVAL, unmet.get().approval().reason(), allowed.findings());
    }

    private Ruling charge(CallFacts facts, Allowed allowed, Approving approving) {
        List<Hold> holds = new ArrayList<>();
        for (ChargingStage stage : charges) {
            switch (reserve(stage, facts, allowed.operation())) {
                case Reservation.Granted granted -> holds.add(granted.hold());
                case Reservation.Noted noted -> {
                    holds.add(noted.hold());
                    note(allowed.findings(), stage.id(), noted.flag());
                }
                case Reservation.Refused refused -> {
                    Holds.settle(holds, Settlement.NOT_SENT);
                    allowed.findings().add(new Finding(stage.id(), "limit", refused.reason()));
                    return refusal(Refusal.Kind.LIMITED, refused.reason(), allowed.findings());
                }
            }
        }
        return approving.approve(facts, allowed, holds);
    }

    private Ruling approve(CallFacts facts, Allowed allowed, List<Hold> holds) {
        List<Finding> findings = allowed.findings();
        if (allowed.demands().isEmpty()) {
            return new Permit(facts, allowed.operation(), findings, holds, Set.of());
        }
        return switch (ask(facts, allowed)) {
            case Approvals.Answer.Approved approved -> {
                holds.add(approved.hold());
                findings.add(approved.finding());
                Set<StageId> rules =
                        allowed.demands().stream().map(Approvals.Demand::rule).collect(Collectors.toSet());
                yield new Permit(facts, allowed.operation(), findings, holds, rules);
            }
            case Approvals.Answer.Pending(PendingApproval request) -> {
                Holds.settle(holds, Settlement.NOT_SENT);
                findings.add(new Finding(APPROVAL, "approval_pending", "approval " + request.id()));
                String reason = allowed.demands().getFirst().approval().reason();
                yield new Refusal(
                        Refusal.Kind.NEEDS_APPROVAL, reason, Set.of(), Optional.of(request), List.copyOf(findings));
            }
            case Approvals.Answer.Refused(String reason) -> {
                Holds.settle(holds, Settlement.NOT_SENT);
                findings.add(new Finding(APPROVAL, "approval_refused", reason));
                yield refusal(Refusal.Kind.DENIED, reason, findings);
            }
        };
    }

    private Approvals.Answer ask(CallFacts facts, Allowed allowed) {
        try {
            return approvals.ask(facts, allowed.operation(), allowed.demands());
        } catch (RuntimeException | StackOverflowError e) {
            return new Approvals.Answer.Refused(failed(APPROVAL, e));
        }
    }

    private static Decision ask(PolicyStage stage, CallFacts facts, Operation operation) {
        try {
            return stage.evaluate(facts, operation);
        } catch (RuntimeException | StackOverflowError e) {
            return new Decision.Deny(failed(stage.id(), e));
        }
    }

    private static Reservation reserve(ChargingStage stage, CallFacts facts, Operation operation) {
        try {
            return stage.reserve(facts, operation);
        } catch (RuntimeException | StackOverflowError e) {
            return new Reservation.Refused(failed(stage.id(), e));
        }
    }

    private static Visibility visibility(PolicyStage stage, ListFacts facts, Target target, Definition definition) {
        try {
            return stage.visible(facts, target, definition);
        } catch (RuntimeException | StackOverflowError e) {
            return Visibility.HIDE;
        }
    }

    /** The type of the failure is recorded, its message is not: it may quote arguments. */
    private static String failed(StageId stage, Throwable failure) {
        return "policy " + stage + " could not decide (" + failure.getClass().getSimpleName() + ")";
    }

    private static void note(List<Finding> findings, StageId stage, Decision decision) {
        if (!(decision instanceof Decision.Allow)) {
            findings.add(Finding.of(stage, decision));
        }
    }

    private static Refusal refusal(Refusal.Kind kind, String reason, List<Finding> findings) {
        return new Refusal(kind, reason, Set.of(), Optional.empty(), List.copyOf(findings));
    }
}
