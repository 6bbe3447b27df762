package io.fathom.model.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Lines as a program writes them: a few forms with numbers in them. */
final class TinyLog {
    private static final List<String> SERVICES = List.of("auth", "mail", "shop");

    private TinyLog() {}

    static List<String> lines(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String service = SERVICES.get(random.nextInt(SERVICES.size()));
            lines.add(
                    switch (random.nextInt(3)) {
                        case 0 -> service + " started in " + random.nextInt(100) + " ms";
                        case 1 -> service + " request " + random.nextInt(1000) + " ok";
                        default -> service + " queue length " + random.nextInt(10);
                    });
        }
        return lines;
    }
}
