package dev.gatehouse.policy.screen;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.LongWork;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Redaction;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Screen;
import java.util.ArrayList;
import java.util.List;

/** Folds the result stages of one bundle, in file order: each sees what the ones before it left, and one denial withholds. */
public final class ScreenFold implements Screen {
    private static final String UNFIT = "what is left without the masked parts does not fit the tool's own schema";

    private static final String UNMASKED = "what it holds could not be masked now";

    private final List<ResultStage> stages;
    private final LongWork masking;

    private ScreenFold(List<ResultStage> stages, LongWork masking) {
        this.stages = List.copyOf(stages);
        this.masking = masking;
    }

    /**
     * A bundle without such stages pays nothing.
     *
     * @param masking where long results are masked
     */
    public static Screen of(List<ResultStage> stages, LongWork masking) {
        return stages.isEmpty() ? NONE : new ScreenFold(stages, masking);
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
                    switch (masked(permit, left, redact)) {
                        case Masked.Fit(Outbound fit) -> left = fit;
                        case Masked.Unfit(String why) -> {
                            return new Screened.Withheld(why, List.copyOf(findings));
                        }
                    }
                }
                case Decision.Deny _, Decision.RequireApproval _, Decision.RequireScope _ -> {
                    return new Screened.Withheld(decision.reason(), List.copyOf(findings));
                }
            }
        }
        return new Screened.Passed(left, List.copyOf(findings));
    }

    private Masked masked(Permit permit, Outbound outbound, Decision.Redact redact) {
        Json shown = Shape.of(outbound);
        try {
            return masking.run(shown.length(), () -> {
                Outbound left = Shape.with(outbound, Redaction.of(shown, redact.places()));
                return OutputSchema.fits(permit, left, redact.places())
                        ? new Masked.Fit(left)
                        : new Masked.Unfit(UNFIT);
            });
        } catch (RuntimeException | StackOverflowError e) {
            return new Masked.Unfit(UNMASKED);
        }
    }

    private sealed interface Masked {
        record Fit(Outbound left) implements Masked {}

        record Unfit(String why) implements Masked {}
    }

    private static Decision ask(ResultStage stage, Permit permit, Outbound outbound) {
        try {
            return stage.evaluate(permit, outbound);
        } catch (RuntimeException | StackOverflowError e) {
            return new Decision.Deny(stage.id().undecided(e));
        }
    }
}
