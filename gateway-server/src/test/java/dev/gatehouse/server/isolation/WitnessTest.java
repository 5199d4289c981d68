package dev.gatehouse.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who looks for messages that went astray must see them. */
class WitnessTest {
    private static final Witness.Expected CALL = new Witness.Expected(7, "mine", 1);

    private final Crossings crossings = new Crossings();
    private final Witness witness = new Witness("child:///me", Optional.of(Json.of("watching")), crossings);

    @Test
    void what_is_its_own_is_no_crossing() throws Exception {
        assertThat(witness.hears(progress(7, "mine"), CALL)).isFalse();
        assertThat(witness.hears(answer(7, "mine"), CALL)).isTrue();
        witness.hears(updated("child:///me", "watching"));
        assertThat(crossings.crossed()).isZero();
        assertThat(crossings.failed()).isZero();
        assertThat(witness.awaitUpdate(0)).isTrue();
    }

    @Test
    void an_answer_to_another_is_seen_under_any_id() throws Exception {
        witness.hears(answer(7, "another's"), CALL);
        witness.hears(answer(8, "mine"), CALL);
        assertThat(crossings.crossed()).isEqualTo(2);
    }

    @Test
    void progress_of_another_is_seen_under_any_token() throws Exception {
        witness.hears(progress(7, "another's"), CALL);
        witness.hears(progress(8, "mine"), CALL);
        assertThat(crossings.crossed()).isEqualTo(2);
    }

    @Test
    void an_update_for_another_is_seen_and_is_not_the_one_waited_for() throws Exception {
        witness.hears(updated("child:///you", "watching"));
        witness.hears(updated("child:///me", "listening"));
        witness.hears(answer(7, "mine"));
        assertThat(crossings.crossed()).isEqualTo(3);
        assertThat(witness.awaitUpdate(0)).isFalse();
    }

    @Test
    void an_error_is_a_failure() throws Exception {
        witness.hears(Json.read("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":1,\"message\":\"no\"}}"), CALL);
        assertThat(crossings.failed()).isEqualTo(1);
        assertThat(crossings.examples()).hasSize(1);
    }

    private static Json answer(int id, String text) throws Exception {
        return Json.read("{\"jsonrpc\":\"2.0\",\"id\":" + id
                + ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}}");
    }

    private static Json progress(int token, String message) throws Exception {
        return Json.read("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                + token + ",\"progress\":1,\"message\":\"" + message + "\"}}");
    }

    private static Json updated(String uri, String subscription) throws Exception {
        return Json.read("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\""
                + uri + "\",\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"" + subscription + "\"}}}");
    }
}
