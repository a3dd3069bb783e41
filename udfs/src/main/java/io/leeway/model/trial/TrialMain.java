package io.leeway.model.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.model.FeatureColumns;
import io.leeway.model.ModelException;
import io.leeway.model.ModelLocation;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.model.check.DryCall;
import io.leeway.shopper.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;

/**
 * The process of a trial: a line in is a mark and a request, a line out the mark and the reason, if
 * any. The first line out says that TensorFlow is loaded: what fails before is not a model's fault.
 */
final class TrialMain {
    static final String READY = "leeway: ready to try models";

    private static final int ENDED = 4;

    private TrialMain() {}

    /** Ends the process by itself: threads of a model may run. */
    public static void main(String[] arguments) throws IOException {
        // A trial does not outlive who asked for it.
        ProcessHandle.current().parent().ifPresent(asking -> asking.onExit()
                .thenRun(() -> Runtime.getRuntime().halt(ENDED)));
        System.out.println("\n" + READY + " with TensorFlow " + TensorFlow.version());
        System.out.flush();
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            int mark = line.indexOf(' ');
            String refusal = "";
            try {
                attempt(new ObjectMapper().readValue(line.substring(mark), TrialRequest.class));
            } catch (IOException | RuntimeException | Error refused) {
                refusal = ModelException.firstLine(refused);
            }
            System.out.println("\n" + line.substring(0, mark) + " " + refusal);
            System.out.flush();
        }
        Runtime.getRuntime().halt(ENDED);
    }

    private static void attempt(TrialRequest request) {
        try (SavedModel model = load(request)) {
            @Nullable ModelManifest manifest = model.manifest().orElse(null);
            Task task = request.options().task();
            if (manifest == null || task == null) {
                // What they answer is not known here, only that they end.
                model.signatures().values().forEach(signature -> DryCall.of(model, signature, request.rows()));
            } else {
                FeatureColumns columns = new FeatureColumns(task, manifest, request.rows());
                model.predict(manifest.signature(), columns.inputs(), request.rows());
            }
        }
    }

    private static SavedModel load(TrialRequest request) {
        Path folder = Path.of(request.root());
        String name = request.model();
        return name == null
                ? SavedModel.load(folder, request.options())
                : SavedModel.load(new ModelLocation(name, request.version(), folder), request.options());
    }
}
