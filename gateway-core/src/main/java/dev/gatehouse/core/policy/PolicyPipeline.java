package dev.gatehouse.core.policy;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.policy.ChargingStage.Hold;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.StageFold.Folded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Asks the kill switches and the pins, then folds the stages of one bundle, then its charges. Approvals are asked last of all, for one
 * is used up by being used.
 */
public final class PolicyPipeline {
    /** Where a finding about an approval comes from. */
    public static final StageId APPROVAL = new StageId("approval");

    /** Where a finding about what nobody approved comes from. */
    private static final StageId PINS = new StageId("pins");

    private final PinGuard guard;
    private final StageFold stages;
    private final Charges charges;
    private final Approvals approvals;

    /** One whose rules can ask nobody, for upstreams that are taken as they are. */
    public PolicyPipeline(List<PolicyStage> stages, List<ChargingStage> charges) {
        this(PinGuard.NONE, stages, charges, Approvals.NONE, LongWork.HERE);
    }

    /** @param masking where long arguments are masked */
    public PolicyPipeline(
            PinGuard guard,
            List<PolicyStage> stages,
            List<ChargingStage> charges,
            Approvals approvals,
            LongWork masking) {
        this.guard = guard;
        this.stages = new StageFold(stages, masking);
        this.charges = new Charges(charges);
        this.approvals = approvals;
    }

    public PinGuard guard() {
        return guard;
    }

    /** Judges the operation; the permit that may come back holds it as redacted, and that is what will be sent. */
    public Ruling judge(CallFacts facts, Operation operation, KillSwitches switches) {
        return judge(facts, operation, switches, this::approve);
    }

    /**
     * Judges a later round of a call. Charges see by the round what was taken when it began, and nobody is asked again.
     *
     * @param approved what {@link Permit#approved} said when it began; a rule that wants an approval and is not among these refuses
     */
    public Ruling judgeAgain(CallFacts facts, Operation operation, KillSwitches switches, Set<StageId> approved) {
        return judge(facts, operation, switches, charged -> again(charged, approved));
    }

    /**
     * What {@link #judge} would say, with a finding of every stage. Nothing is charged and nobody is asked: of charging
     * stages and approvals it tells that they would be.
     */
    public Explanation explain(CallFacts facts, Operation operation, KillSwitches switches) {
        Optional<Finding> barred = barred(facts, operation, switches);
        if (barred.isPresent()) {
            return Explanation.of(barred.get(), Refusal.Kind.DENIED);
        }
        List<Finding> findings = new ArrayList<>();
        Folded folded = stages.fold(facts, operation, (stage, decision) -> findings.add(Finding.of(stage, decision)));
        return switch (folded) {
            case Folded.Stopped stopped ->
                new Explanation(findings, stopped.kind().word(), stopped.reason());
            case Folded.Through through
            when !through.demands().isEmpty() ->
                new Explanation(
                        findings,
                        Refusal.Kind.NEEDS_APPROVAL.word(),
                        through.demands().getFirst().approval().reason());
            case Folded.Through _ -> {
                charges.stages()
                        .forEach(charge -> findings.add(new Finding(charge.id(), "charge", "asked when it is called")));
                yield new Explanation(findings, Explanation.ALLOWED, "");
            }
        };
    }

    /** The stage that keeps this entry from being shown, or would if a list were asked for now. */
    public Optional<StageId> hiding(ListFacts facts, Target target, Definition definition) {
        return unapproved(definition, target)
                .map(_ -> PINS)
                .or(() -> stages.hiding(facts, target, definition))
                .or(() -> stages.showing(facts, List.of(new ListEntry(target, definition))).findings().stream()
                        .map(Finding::stage)
                        .findFirst());
    }

    /** Whether somebody may know that it exists. What nobody approved is in no list, and whoever calls it learns why. */
    public boolean admitsTo(ListFacts facts, Target target, Definition definition) {
        return stages.hiding(facts, target, definition).isEmpty();
    }

    /**
     * Whether this entry may be shown: hidden as soon as one stage hides it, or while nobody approved it. Where
     * {@link #asksAboutLists}, that is not all.
     */
    public boolean shows(ListFacts facts, Target target, Definition definition) {
        return unapproved(definition, target).isEmpty() && admitsTo(facts, target, definition);
    }

    /** Whether there is somebody to be asked about each list, whose answers may change by themselves. */
    public boolean asksAboutLists() {
        return stages.asksAboutLists();
    }

    /** Which of the entries that {@link #shows} lets be shown are shown now; may take time. */
    public Showing showing(ListFacts facts, List<ListEntry> entries) {
        return stages.showing(facts, entries);
    }

    /** A call that every stage let through and everything was taken for. */
    private record Charged(
            CallFacts facts,
            Operation operation,
            List<Approvals.Demand> demands,
            List<Finding> findings,
            List<Hold> holds) {

        Permit permit(Set<StageId> approved) {
            return new Permit(facts, operation, findings, holds, approved);
        }

        Refusal refusal(Refusal.Kind kind, String reason, Optional<PendingApproval> pending) {
            Holds.settle(holds, Settlement.NOT_SENT);
            return new Refusal(kind, reason, Set.of(), pending, List.copyOf(findings));
        }

        String demanded() {
            return demands.getFirst().approval().reason();
        }
    }

    private Ruling judge(
            CallFacts facts, Operation operation, KillSwitches switches, Function<Charged, Ruling> approving) {
        Optional<Finding> barred = barred(facts, operation, switches);
        if (barred.isPresent()) {
            return refusal(Refusal.Kind.DENIED, List.of(barred.get()));
        }
        List<Finding> findings = new ArrayList<>();
        return switch (stages.fold(facts, operation, (stage, decision) -> note(findings, stage, decision))) {
            case Folded.Stopped(Refusal.Kind kind, String reason, Set<String> scopes) ->
                new Refusal(kind, reason, scopes, Optional.empty(), List.copyOf(findings));
            case Folded.Through(Operation judged, List<Approvals.Demand> demands) ->
                kept(facts, judged, demands, findings)
                        .or(() -> charges.take(facts, judged, findings)
                                .map(holds -> approving.apply(new Charged(facts, judged, demands, findings, holds))))
                        .orElseGet(() -> refusal(Refusal.Kind.LIMITED, findings));
        };
    }

    /** Before the charges: what was done and paid for is told to whoever has nothing left, too. */
    private Optional<Ruling> kept(
            CallFacts facts, Operation judged, List<Approvals.Demand> demands, List<Finding> findings) {
        if (demands.isEmpty() || facts.round() > 0) {
            return Optional.empty();
        }
        try {
            Optional<Approvals.Kept> kept = approvals.kept(facts, judged, demands);
            kept.ifPresent(answer -> findings.add(answer.finding()));
            return kept.map(answer -> new Answered(answer.reply(), findings));
        } catch (RuntimeException | StackOverflowError e) {
            findings.add(new Finding(APPROVAL, "approval_refused", APPROVAL.undecided(e)));
            return Optional.of(refusal(Refusal.Kind.DENIED, findings));
        }
    }

    /** What stops it before any rule is asked. */
    private Optional<Finding> barred(CallFacts facts, Operation operation, KillSwitches switches) {
        return switches.stopping(facts, operation.target())
                .map(KillSwitch::finding)
                .or(() -> unapproved(facts.definition(), operation.target()));
    }

    private Optional<Finding> unapproved(Definition definition, Target target) {
        return guard.objection(target.upstream(), definition)
                .map(reason -> Finding.of(PINS, new Decision.Deny(reason)));
    }

    private Ruling approve(Charged charged) {
        if (charged.demands().isEmpty() && !approvals.isApproved(charged.facts().call())) {
            return charged.permit(Set.of());
        }
        return switch (ask(charged)) {
            case Approvals.Answer.Approved approved -> {
                charged.holds().add(approved.hold());
                charged.findings().add(approved.finding());
                yield charged.permit(
                        charged.demands().stream().map(Approvals.Demand::rule).collect(Collectors.toSet()));
            }
            case Approvals.Answer.Pending(PendingApproval request) -> {
                charged.findings().add(new Finding(APPROVAL, "approval_pending", "approval " + request.id()));
                yield charged.refusal(Refusal.Kind.NEEDS_APPROVAL, charged.demanded(), Optional.of(request));
            }
            case Approvals.Answer.Refused(String reason) -> {
                charged.findings().add(new Finding(APPROVAL, "approval_refused", reason));
                yield charged.refusal(Refusal.Kind.DENIED, reason, Optional.empty());
            }
        };
    }

    private Approvals.Answer ask(Charged charged) {
        try {
            return approvals.ask(charged.facts(), charged.operation(), charged.demands());
        } catch (RuntimeException | StackOverflowError e) {
            return new Approvals.Answer.Refused(APPROVAL.undecided(e));
        }
    }

    private static Ruling again(Charged charged, Set<StageId> approved) {
        return charged.demands().stream()
                .filter(demand -> !approved.contains(demand.rule()))
                .findFirst()
                .<Ruling>map(unmet -> charged.refusal(
                        Refusal.Kind.NEEDS_APPROVAL, unmet.approval().reason(), Optional.empty()))
                .orElseGet(() -> charged.permit(approved));
    }

    private static void note(List<Finding> findings, StageId stage, Decision decision) {
        if (!(decision instanceof Decision.Allow)) {
            findings.add(Finding.of(stage, decision));
        }
    }

    /** For the reason of the last finding. */
    private static Refusal refusal(Refusal.Kind kind, List<Finding> findings) {
        return new Refusal(kind, findings.getLast().reason(), Set.of(), Optional.empty(), List.copyOf(findings));
    }
}
