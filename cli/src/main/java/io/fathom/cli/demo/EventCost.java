package io.fathom.cli.demo;

import io.fathom.model.budget.CostModel;
import io.fathom.model.bundle.CostConstants;
import io.fathom.model.bundle.ModelBundle;
import io.fathom.model.text.Tokenizer;
import java.io.IOException;
import java.util.Optional;

/** What an input costs at full depth. */
final class EventCost {

    private EventCost() {}

    /** Mean TLOps of the texts among the next {@code count} inputs. */
    static double mean(ModelBundle bundle, InputSource source, int count) throws IOException {
        CostModel costs = CostConstants.of(bundle.architecture()).costModel();
        int longest = bundle.architecture().maxTokens();
        int cycles = bundle.architecture().maxCycles();
        long tlops = 0;
        int texts = 0;
        try (Tokenizer tokenizer = bundle.openTokenizer()) {
            for (int n = 0; n < count; n++) {
                Optional<String> text = source.next().flatMap(DemoInput::sentText);
                if (text.isPresent()) {
                    int tokens = tokenizer.encode(text.get(), longest).length();
                    tlops += costs.tlopsFull(tokens, cycles);
                    texts++;
                }
            }
        }
        return (double) tlops / Math.max(1, texts);
    }
}
