package dev.gatehouse.policy.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.LongWork;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Place;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.Screen;
import dev.gatehouse.core.upstream.Screen.Screened;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ScreenFoldTest {
    private final List<String> shown = new ArrayList<>();

    @Test
    void a_bundle_without_stages_lets_everything_pass_as_it_is() {
        Outbound result = Results.of("{\"a\":1}");
        assertThat(ScreenFold.of(List.of(), LongWork.HERE)).isSameAs(Screen.NONE);
        assertThat(Screen.NONE.screen(Results.permit(), result)).isEqualTo(new Screened.Passed(result, List.of()));
    }

    @Test
    void each_stage_sees_what_the_ones_before_it_left() {
        Screened screened = screen(stage("p[0]", _ -> redact("/a")), stage("p[1]", _ -> redact("/b")));
        assertThat(shown).containsExactly("{\"a\":\"x\",\"b\":\"y\"}", "{\"a\":\"[redacted]\",\"b\":\"y\"}");
        assertThat(text(screened)).isEqualTo("{\"a\":\"[redacted]\",\"b\":\"[redacted]\"}");
        assertThat(screened.findings())
                .extracting(Finding::stage)
                .containsExactly(new StageId("p[0]"), new StageId("p[1]"));
    }

    @Test
    void one_denial_withholds_and_nobody_is_asked_after_it() {
        Screened screened = screen(
                stage("p[0]", _ -> new Decision.Flag("flag", "odd", List.of())),
                stage("p[1]", _ -> new Decision.Deny("no")),
                stage("p[2]", _ -> Decision.ALLOW));
        assertThat(screened)
                .isInstanceOfSatisfying(
                        Screened.Withheld.class,
                        withheld -> assertThat(withheld.reason()).isEqualTo("no"));
        assertThat(shown).hasSize(2);
        assertThat(screened.findings()).hasSize(2);
    }

    @Test
    void what_can_only_be_asked_before_a_call_withholds_too() {
        assertThat(screen(stage("p[0]", _ -> new Decision.RequireScope(Set.of("s"), "needs s"))))
                .isInstanceOf(Screened.Withheld.class);
    }

    @Test
    void a_stage_that_throws_or_runs_out_of_stack_withholds_without_its_words() {
        for (Throwable thrown : List.of(new IllegalStateException("hunter2"), new StackOverflowError("hunter2"))) {
            Screened screened = screen(stage("p[0]", _ -> sneak(thrown)));
            assertThat(screened).isInstanceOf(Screened.Withheld.class);
            assertThat(screened.toString()).contains("p[0]").doesNotContain("hunter2");
        }
    }

    @Test
    void a_mask_that_breaks_the_tools_own_schema_withholds() {
        Permit permit = Results.permit(
                "{\"properties\":{\"n\":{\"type\":\"string\",\"pattern\":\"^[a-z]+$\"},\"m\":{\"type\":\"string\"}}}");
        Outbound result = Results.of("{\"structuredContent\":{\"n\":\"abc\",\"m\":\"abc\"}}");
        assertThat(fold(stage("p[0]", _ -> redact("/structuredContent/n"))).screen(permit, result))
                .isInstanceOf(Screened.Withheld.class);
        assertThat(fold(stage("p[0]", _ -> redact("/structuredContent/m"))).screen(permit, result))
                .isInstanceOf(Screened.Passed.class);
    }

    @Test
    void what_cannot_be_masked_now_is_withheld_without_the_reason_s_words() {
        LongWork full = new LongWork() {
            @Override
            public <T> T run(int bytes, Supplier<T> work) {
                throw new IllegalStateException("hunter2");
            }
        };
        Screened screened = ScreenFold.of(List.of(stage("p[0]", _ -> redact("/a"))), full)
                .screen(Results.permit(), Results.of("{\"a\":\"x\",\"b\":\"y\"}"));
        assertThat(screened)
                .isInstanceOfSatisfying(
                        Screened.Withheld.class,
                        withheld -> assertThat(withheld.reason()).contains("could not be masked"));
        assertThat(screened.toString()).doesNotContain("hunter2");
    }

    private Screened screen(ResultStage... stages) {
        return fold(stages).screen(Results.permit(), Results.of("{\"a\":\"x\",\"b\":\"y\"}"));
    }

    private static Screen fold(ResultStage... stages) {
        return ScreenFold.of(List.of(stages), LongWork.HERE);
    }

    private static Decision redact(String pointer) {
        return new Decision.Redact(List.of(Place.whole(JsonPointer.parse(pointer))), "it", List.of());
    }

    private ResultStage stage(String id, Function<Json, Decision> decision) {
        return new ResultStage() {
            @Override
            public StageId id() {
                return new StageId(id);
            }

            @Override
            public Decision evaluate(Permit permit, Outbound outbound) {
                Json said = Shape.of(outbound);
                shown.add(said.toString());
                return decision.apply(said);
            }
        };
    }

    private static String text(Screened screened) {
        return Shape.of(((Screened.Passed) screened).outbound()).toString();
    }

    private static Decision sneak(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
