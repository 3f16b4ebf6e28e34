/** NumPy's files: single arrays ({@code .npy}) and archives of named arrays ({@code .npz}). */
package io.nyala.tensor.npy;
