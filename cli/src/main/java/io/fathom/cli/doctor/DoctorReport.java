package io.fathom.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fathom.cli.doctor.Check.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All checks, for people and for machines. */
record DoctorReport(List<Check> checks) {
    private static final ObjectMapper JSON = new ObjectMapper();

    DoctorReport {
        checks = List.copyOf(checks);
    }

    /** Whether nothing is broken; a warning is no reason not to run. */
    boolean healthy() {
        return checks.stream().noneMatch(check -> check.status() == Status.BROKEN);
    }

    List<String> text() {
        List<String> lines = new ArrayList<>();
        String area = "";
        for (Check check : checks) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-8s %-8s %-24s %s",
                    check.area().equals(area) ? "" : check.area(),
                    check.status().toString().toLowerCase(Locale.ROOT),
                    check.name(),
                    check.value()));
            area = check.area();
        }
        List<String> advice = checks.stream()
                .filter(check -> !check.advice().isEmpty())
                .map(check -> check.name() + ": " + check.advice())
                .toList();
        lines.add("");
        lines.add(advice.isEmpty() ? "Nothing is wrong." : "What to do:");
        advice.forEach(line -> lines.add("- " + line));
        return lines;
    }

    String json() {
        ObjectNode json = JSON.createObjectNode().put("healthy", healthy());
        ArrayNode all = json.putArray("checks");
        for (Check check : checks) {
            all.addObject()
                    .put("area", check.area())
                    .put("name", check.name())
                    .put("status", check.status().toString().toLowerCase(Locale.ROOT))
                    .put("value", check.value())
                    .put("advice", check.advice());
        }
        return json.toString();
    }
}
