package dev.gatehouse.policy.detect.injection;

import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import dev.gatehouse.policy.detect.scan.Trigger;
import java.util.List;
import java.util.stream.Stream;

/** The marks by which chat formats tell who speaks: no tool has a reason to write them. */
final class Speakers {
    static final String TYPE = "injection.role";
    private static final List<String> MARKS = List.of(
            "<|im_start|>",
            "<|im_end|>",
            "<|system|>",
            "<|assistant|>",
            "<|user|>",
            "<|endoftext|>",
            "[inst]",
            "[/inst]",
            "<<sys>>",
            "<system>",
            "<assistant>",
            "</instructions>",
            "<important>",
            "### system:",
            "[system message]",
            "\n\nassistant:",
            "\nassistant: ",
            "\nuser: yes");
    private static final int CONFIDENCE = 90;

    private Speakers() {}

    static Stream<Trigger> triggers() {
        return MARKS.stream().map(mark -> new Trigger(mark, Speakers::look));
    }

    private static void look(Text text, int from, String mark, Sightings sightings) {
        sightings.add(TYPE, CONFIDENCE, from, from + mark.length());
    }
}
