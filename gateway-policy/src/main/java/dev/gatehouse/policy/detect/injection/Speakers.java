package dev.gatehouse.policy.detect.injection;

import dev.gatehouse.policy.detect.scan.Keywords;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.List;

/** The marks by which chat formats tell who speaks: no tool has a reason to write them. */
final class Speakers {
    static final String TYPE = "injection.role";
    private static final Keywords MARKS = Keywords.of(List.of(
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
            "\nuser: yes"));
    private static final int CONFIDENCE = 90;

    private Speakers() {}

    static void look(Text text, Sightings sightings) {
        MARKS.find(
                text,
                (word, from) -> sightings.add(
                        TYPE, CONFIDENCE, from, from + MARKS.word(word).length()));
    }
}
