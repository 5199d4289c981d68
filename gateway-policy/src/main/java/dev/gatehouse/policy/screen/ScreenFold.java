package dev.gatehouse.policy.screen;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Redaction;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Screen;
import java.util.ArrayList;
import java.util.List;

/** Folds the result stages of one bundle, in file order: each sees what the ones before it left, and one denial withholds. */
public final class ScreenFold implements Screen {
    private static final String UNFIT = "what is left without the masked parts does not fit the tool's own schema";

    private final List<ResultStage> stages;

    private ScreenFold(List<ResultStage> stages) {
        this.stages = List.copyOf(stages);
    }

    /** A bundle without such stages pays nothing. */
    public static Screen of(List<ResultStage> stages) {
        return stages.isEmpty() ? NONE : new ScreenFold(stages);
    }

    @Override
    public Screened screen(Permit permit, Outbound outbound) {
        List<Finding> findings = new ArrayList<>();
        Outbound left = outbound;
        for (ResultStage stage : stages) {
            Decision decision = ask(stage, permit, left);
            if (!(decision instanceof Decision.Allow)) {
                findings.add(Finding.of(stage.id(), decision));
            }
            switch (decision) {
                case Decision.Allow _, Decision.Flag _ -> {}
                case Decision.Redact redact -> {
                    Json masked = Redaction.of(Shape.of(left), redact.places());
                    left = Shape.with(left, masked);
                    if (!OutputSchema.fits(permit, left, redact.places())) {
                        return new Screened.Withheld(UNFIT, List.copyOf(findings));
                    }
                }
                case Decision.Deny _, Decision.RequireApproval _, Decision.RequireScope _ -> {
                    return new Screened.Withheld(decision.reason(), List.copyOf(findings));
                }
            }
        }
        return new Screened.Passed(left, List.copyOf(findings));
    }

    private static Decision ask(ResultStage stage, Permit permit, Outbound outbound) {
        try {
            return stage.evaluate(permit, outbound);
        } catch (RuntimeException | StackOverflowError e) {
            return new Decision.Deny(stage.id().undecided(e));
        }
    }
}
