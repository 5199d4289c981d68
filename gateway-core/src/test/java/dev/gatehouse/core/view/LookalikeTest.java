package dev.gatehouse.core.view;

import static dev.gatehouse.core.view.Shop.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.Primitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names across the upstreams of a virtual server; the shop gives each upstream its own name as prefix. */
class LookalikeTest {
    @ParameterizedTest
    @CsvSource({
        // The same public name, by way of another prefix.
        "a, b_read, a_b, read",
        "a, b_c_d, a_b_c, d",
        // Case and separators alone.
        "a, b_read_file, a_b, readFile",
        "a, b_read_file, a_b, READ_FILE",
        "a, b_read_file, a_b, read-file",
        "a, b_read_file, a_b, read.file",
        "a, b_read_file, a_b, read__file_",
        "a, b_read_file, ab, readfile",
        // Letters of other scripts.
        "a, b_read_file, a_b, r\u0435ad_file",
        "a, b_copy, a_b, \u0441\u043e\u0440\u0443",
        "a, b_find, a_b, f\u0456nd",
        "a, b_open, a_b, \u03bfpen",
        "a, b_sync, a_b, \u0455ync",
        // Compatibility forms, accents, invisible characters.
        "a, b_read, a_b, \uff52\uff45\uff41\uff44",
        "a, b_read, a_b, re\u0301ad",
        "a, b_read, a_b, re\u200bad",
        "a, b_read, a_b, re\u202ead",
        "a, b_resume, a_b, r\u00e9sum\u00e9",
        // Characters of ASCII that look like others.
        "a, b_list_all, a_b, 1ist_all",
        "a, b_list_all, a_b, Iist_al1",
        "a, b_open, a_b, 0pen",
        "a, b_modern, a_b, rnodern",
        "a, b_write, a_b, vvrite",
    })
    void a_name_that_is_anothers_or_looks_like_it_is_refused_to_the_later_upstream(
            String first, String kept, String second, String refused) {
        for (Primitive kind : new Primitive[] {Primitive.TOOL, Primitive.PROMPT}) {
            ServerView view = new Shop()
                    .with(first, kind, kept)
                    .with(second, kind, refused)
                    .view();
            assertThat(view.find(kind, first + "_" + kept, ALICE)
                            .orElseThrow()
                            .target()
                            .upstream()
                            .value())
                    .isEqualTo(first);
            assertThat(view.lookalikes()).singleElement().satisfies(lookalike -> {
                assertThat(lookalike.hidden().upstreamName()).isEqualTo(refused);
                assertThat(lookalike.by().upstreamName()).isEqualTo(kept);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "github, create_issue, gitlab, create_issue",
        "a, read_file, b, read_file",
        "a, read_file, a_b, read_files",
        "files, \u8aad\u3080, fi1e, \u66f8\u304f",
        "a, b_set, a_b, get",
    })
    void names_that_can_be_told_apart_are_published(String first, String one, String second, String other) {
        ServerView view = new Shop()
                .with(first, Primitive.TOOL, one)
                .with(second, Primitive.TOOL, other)
                .view();
        assertThat(view.lookalikes()).isEmpty();
        assertThat(view.find(Primitive.TOOL, second + "_" + other, ALICE)).isPresent();
    }

    @Test
    void one_upstream_may_have_names_that_look_alike() {
        ServerView view =
                new Shop().with("a", Primitive.TOOL, "read_file", "readFile").view();
        assertThat(view.lookalikes()).isEmpty();
        assertThat(view.find(Primitive.TOOL, "a_readFile", ALICE)).isPresent();
    }
}
