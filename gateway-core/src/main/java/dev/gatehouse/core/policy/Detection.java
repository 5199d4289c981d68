package dev.gatehouse.core.policy;

/**
 * That something was seen in a payload, and where; never what it was.
 *
 * @param type such as {@code pii.card}
 * @param confidence in percent
 * @param place where, as the detector saw it
 */
public record Detection(String type, int confidence, Place place) {}
