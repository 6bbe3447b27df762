package io.fathom.model.training;

/** Small symmetric positive definite systems: A = L Lᵀ, then L y = b, then Lᵀ x = y. */
final class CholeskySolver {
    private CholeskySolver() {}

    /**
     * @param lower A's lower triangle; overwritten by L
     * @param b right-hand side
     */
    static double[] solve(double[][] lower, double[] b) {
        int n = b.length;
        double[] x = b.clone();
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < j; k++) {
                for (int i = j; i < n; i++) {
                    lower[i][j] -= lower[i][k] * lower[j][k];
                }
            }
            double pivot = Math.sqrt(lower[j][j]);
            for (int i = j; i < n; i++) {
                lower[i][j] /= pivot;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }
}
