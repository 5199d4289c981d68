package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
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

/**
 * Asks the kill switches and the pins, then folds the stages of one bundle, in file order. A denial ends the fold, a missing scope outranks a missing approval,
 * a stage that throws denies. Charging stages are asked last and give back what they took when a later one refuses.
 */
public final class PolicyPipeline {
    /** What stands in arguments where a stage redacted. */
    static final Json REDACTED = Json.of("[redacted]");

    /** Where a finding about what nobody approved comes from. */
    private static final StageId PINS = new StageId("pins");

    private final PinGuard guard;
    private final List<PolicyStage> stages;
    private final List<ChargingStage> charges;

    /** For upstreams that are taken as they are. */
    public PolicyPipeline(List<PolicyStage> stages, List<ChargingStage> charges) {
        this(PinGuard.NONE, stages, charges);
    }

    public PolicyPipeline(PinGuard guard, List<PolicyStage> stages, List<ChargingStage> charges) {
        this.guard = guard;
        this.stages = List.copyOf(stages);
        this.charges = List.copyOf(charges);
    }

    /** Judges the operation; the permit that may come back holds it as redacted, and that is what will be sent. */
    public Ruling judge(CallFacts facts, Operation operation, KillSwitches switches) {
        return judge(facts, operation, switches, charges);
    }

    /** Judges a later round of a call: what it takes was taken when it began, so nothing is charged. */
    public Ruling judgeAgain(CallFacts facts, Operation operation, KillSwitches switches) {
        return judge(facts, operation, switches, List.of());
    }

    private Ruling judge(CallFacts facts, Operation operation, KillSwitches switches, List<ChargingStage> charged) {
        Optional<KillSwitch> thrown = switches.stopping(facts, operation.target());
        if (thrown.isPresent()) {
            Finding finding = thrown.get().finding();
            return refusal(Refusal.Kind.DENIED, finding.reason(), List.of(finding));
        }
        Optional<String> objection = guard.objection(operation.target().upstream(), facts.definition());
        if (objection.isPresent()) {
            Finding finding = new Finding(PINS, new Decision.Deny(objection.get()).word(), objection.get());
            return refusal(Refusal.Kind.DENIED, finding.reason(), List.of(finding));
        }
        return fold(facts, operation, charged);
    }

    public PinGuard guard() {
        return guard;
    }

    private Ruling fold(CallFacts facts, Operation operation, List<ChargingStage> charged) {
        List<Finding> findings = new ArrayList<>();
        Set<String> scopes = new TreeSet<>();
        String scopeReason = "";
        String approvalReason = null;
        Operation judged = operation;
        for (PolicyStage stage : stages) {
            Decision decision = ask(stage, facts, judged);
            note(findings, stage.id(), decision);
            switch (decision) {
                case Decision.Allow _, Decision.Flag _ -> {}
                case Decision.Deny deny -> {
                    return refusal(Refusal.Kind.DENIED, deny.reason(), findings);
                }
                case Decision.Redact redact -> judged = redact(judged, redact.pointers());
                case Decision.RequireScope require -> {
                    scopes.addAll(require.scopes());
                    scopeReason = require.reason();
                }
                case Decision.RequireApproval require -> approvalReason = require.reason();
            }
        }
        if (!scopes.isEmpty()) {
            return new Refusal(Refusal.Kind.NEEDS_SCOPE, scopeReason, scopes, List.copyOf(findings));
        }
        if (approvalReason != null) {
            return refusal(Refusal.Kind.NEEDS_APPROVAL, approvalReason, findings);
        }
        return charge(facts, judged, findings, charged);
    }

    /** Whether this entry may be shown: hidden as soon as one stage hides it, or while nobody approved it. */
    public boolean shows(ListFacts facts, Target target, Definition definition) {
        if (guard.objection(target.upstream(), definition).isPresent()) {
            return false;
        }
        for (PolicyStage stage : stages) {
            if (visibility(stage, facts, target, definition) == Visibility.HIDE) {
                return false;
            }
        }
        return true;
    }

    private Ruling charge(CallFacts facts, Operation operation, List<Finding> findings, List<ChargingStage> charged) {
        List<Hold> holds = new ArrayList<>();
        for (ChargingStage stage : charged) {
            switch (reserve(stage, facts, operation)) {
                case Reservation.Granted granted -> holds.add(granted.hold());
                case Reservation.Refused refused -> {
                    Holds.settle(holds, Settlement.NOT_SENT);
                    findings.add(new Finding(stage.id(), "limit", refused.reason()));
                    return refusal(Refusal.Kind.LIMITED, refused.reason(), findings);
                }
            }
        }
        return new Permit(facts, operation, findings, holds);
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
            findings.add(new Finding(stage, decision.word(), decision.reason()));
        }
    }

    private static Operation redact(Operation operation, List<JsonPointer> pointers) {
        Json arguments = operation.arguments();
        for (JsonPointer pointer : pointers) {
            if (arguments.at(pointer).isPresent()) {
                arguments = arguments.replace(pointer, REDACTED);
            }
        }
        return operation.withArguments(arguments);
    }

    private static Refusal refusal(Refusal.Kind kind, String reason, List<Finding> findings) {
        return new Refusal(kind, reason, Set.of(), List.copyOf(findings));
    }
}
